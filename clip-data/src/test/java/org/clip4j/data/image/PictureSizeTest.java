package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What a header says of the size is the size of what is decoded. */
class PictureSizeTest {

  private static final List<byte[]> PICTURES = pictures();

  private static final int MOST_PIXELS = 300_000;

  private static List<byte[]> pictures() {
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/org/clip4j/data/image"))) {
      return files
          .filter(file -> file.toString().matches(".*\\.(jpg|png|gif|bmp|webp)"))
          .sorted()
          .map(PictureSizeTest::bytes)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<PictureSize> decoded(byte[] picture) {
    try {
      RgbImage image = ImageDecoder.decode(picture, "x", MOST_PIXELS);
      return Optional.of(new PictureSize(image.width(), image.height()));
    } catch (ImageFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<PictureSize> said(byte[] picture) {
    try {
      return Optional.of(ImageDecoder.size(picture, "x"));
    } catch (ImageFormatException e) {
      return Optional.empty();
    }
  }

  @Test
  void everyFormatAndModeSaysItsSize() {
    assertTrue(PICTURES.size() > 40, PICTURES.size() + " pictures");
    for (byte[] picture : PICTURES) {
      assertEquals(decoded(picture), said(picture));
      assertTrue(said(picture).isPresent());
    }
  }

  @Test
  void aHeaderIsReadOnce() throws IOException {
    for (byte[] picture : PICTURES) {
      byte[] bytes = picture.clone();
      PictureFile file = new PictureFile(bytes, "x");
      PictureSize size = file.size();
      Arrays.fill(bytes, (byte) 0);
      assertEquals(size, file.size());
    }
  }

  /** Whatever is damaged: what can still be decoded has the size that was said. */
  @Property(tries = 1500)
  void whatIsDecodedHasTheSizeThatWasSaid(
      @ForAll @IntRange(max = 1000) int which,
      @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 199) Integer> places,
      @ForAll byte value) {
    byte[] picture = PICTURES.get(which % PICTURES.size()).clone();
    for (int place : places) {
      picture[place % picture.length] = value;
    }
    Optional<PictureSize> said = said(picture);
    said.ifPresent(size -> assertTrue(size.pixels() <= ImageDecoder.DEFAULT_MAX_PIXELS));
    Optional<PictureSize> decoded = decoded(picture);
    if (decoded.isPresent()) {
      assertEquals(decoded, said);
    }
  }

  @Property(tries = 400)
  void whatIsCutOffSaysItsSizeOrWhy(
      @ForAll @IntRange(max = 1000) int which, @ForAll @IntRange(max = 400) int length) {
    byte[] picture = PICTURES.get(which % PICTURES.size());
    byte[] cut = Arrays.copyOf(picture, Math.min(length, picture.length));
    said(cut).ifPresent(size -> assertEquals(said(picture).orElseThrow(), size));
  }

  /** Its frame begins right of and below the corner; now the canvas is one pixel. */
  @Test
  void aCanvasGrowsToWhatItsFrameNeeds() throws IOException {
    byte[] gif = Resources.bytes("modes/moved.gif");
    byte[] small = gif.clone();
    small[6] = 1;
    small[8] = 1;
    PictureSize said = said(small).orElseThrow();
    assertTrue(said.width() > 1 && said.height() > 1, said.toString());
    assertEquals(decoded(small).orElseThrow(), said);
  }

  @Test
  void noPictureAndTooLargeOnesAreRefused() {
    for (byte[] no : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[] {'B', 'M'})) {
      assertThrows(ImageFormatException.class, () -> ImageDecoder.size(no, "x"));
    }
    byte[] png = PICTURES.stream().filter(p -> p[1] == 'P').findFirst().orElseThrow().clone();
    png[16] = 0;
    png[17] = 1;
    png[20] = 0;
    png[21] = 1;
    String line =
        assertThrows(ImageFormatException.class, () -> ImageDecoder.size(png, "x")).getMessage();
    assertTrue(line.contains("more than the 100000000 that are allowed"), line);
  }
}
