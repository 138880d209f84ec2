package example;

import java.util.regex.Pattern;
import org.clip4j.data.filter.CaptionFilter;

/**
 * A filter of one's own: captions that are the name of a file, such as {@code IMG_2041.jpg}, say
 * nothing of the picture.
 *
 * <p>A run takes it with {@code data: {filter: {custom: [no_file_names]}}}, for its name stands in
 * {@code META-INF/services/org.clip4j.data.filter.PairFilter}.
 */
public final class NoFileNames implements CaptionFilter {

  private static final Pattern FILE_NAME =
      Pattern.compile("\\S+\\.(jpe?g|png|webp|gif|bmp)", Pattern.CASE_INSENSITIVE);

  @Override
  public String name() {
    return "no_file_names";
  }

  @Override
  public boolean keepsCaption(String caption) {
    return !FILE_NAME.matcher(caption).matches();
  }
}
