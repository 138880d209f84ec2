package org.clip4j.examples.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.examples.pack.BadRowException.Reason;

/**
 * Makes samples of rows: the caption checked, the picture had from where the row says, and brought
 * into its form. Safe for use by several threads.
 */
final class RowReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<PictureFolder> folder;
  private final PictureUrls urls;
  private final PictureForm form;

  RowReader(Optional<PictureFolder> folder, PictureUrls urls, PictureForm form) {
    this.folder = folder;
    this.urls = urls;
    this.form = form;
  }

  /** What has been read of a row, before work on the picture. */
  record Loaded(Picture picture, List<String> captions) {}

  /**
   * Waits for disk and network.
   *
   * @param share holds the picture's bytes afterwards
   */
  Loaded load(CaptionRow row, HeldBytes.Share share) throws BadRowException {
    List<String> captions = captions(row);
    Picture picture = picture(row.image().strip(), share);
    share.settle(picture.bytes().length);
    return new Loaded(picture, captions);
  }

  private Picture picture(String name, HeldBytes.Share share) throws BadRowException {
    if (name.isEmpty()) {
      throw new BadRowException(
          Reason.IMAGE_UNNAMED,
          "the row names no picture"
              + (folder.isEmpty()
                  ? " by URL; if it names files, give their folder with --images"
                  : ""));
    }
    if (PictureUrls.isUrl(name)) {
      return urls.read(name, share);
    }
    if (folder.isEmpty()) {
      throw new BadRowException(Reason.FILE_MISSING, "a path, and no folder of pictures is given");
    }
    return folder.get().read(name);
  }

  private static List<String> captions(CaptionRow row) throws BadRowException {
    List<String> captions = row.captions().read();
    if (row.image().indexOf('\ufffd') >= 0
        || captions.stream().anyMatch(caption -> caption.indexOf('\ufffd') >= 0)) {
      throw new BadRowException(Reason.NOT_UTF8, "save the table as UTF-8");
    }
    List<String> usable = captions.stream().filter(caption -> !caption.isBlank()).toList();
    if (usable.isEmpty()) {
      throw new BadRowException(Reason.CAPTION_MISSING, "the row has no caption");
    }
    return usable;
  }

  /** Computes: the sample's parts. */
  Map<String, byte[]> parts(CaptionRow row, Loaded loaded) throws BadRowException {
    Picture picture = form.of(loaded.picture(), row.image());
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put(picture.part(), picture.bytes());
    parts.put("txt", bounded(loaded.captions().get(0).getBytes(StandardCharsets.UTF_8)));
    if (row.listed()) {
      parts.put("json", bounded(json(loaded.captions())));
    }
    return parts;
  }

  private static byte[] json(List<String> captions) {
    try {
      return JSON.writeValueAsBytes(Map.of("captions", captions));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written as JSON", e);
    }
  }

  private static byte[] bounded(byte[] caption) throws BadRowException {
    if (caption.length > CaptionTable.MAX_ROW) {
      throw new BadRowException(Reason.CAPTION_TOO_LONG, caption.length + " bytes");
    }
    return caption;
  }
}
