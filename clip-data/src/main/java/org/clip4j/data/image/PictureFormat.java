package org.clip4j.data.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The formats that are read, told apart by their first bytes; names and media types are not
 * believed.
 *
 * <p>Readers come from the JDK itself, whatever other plug-ins an application registers: another
 * codec gives other pixels. WebP, which the JDK has not, is read without one.
 */
public enum PictureFormat {
  /** ISO/IEC 10918-1. */
  JPEG,
  /** RFC 2083. */
  PNG,
  /** GIF87a or GIF89a. */
  GIF,
  /** Windows bitmap. */
  BMP,
  /** RFC 9649. */
  WEBP;

  /** The format that these bytes begin like; whether they are a whole picture is not looked at. */
  public static Optional<PictureFormat> of(byte[] bytes) {
    if (begins(bytes, 0, 0xff, 0xd8, 0xff)) {
      return Optional.of(JPEG);
    }
    if (begins(bytes, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
      return Optional.of(PNG);
    }
    if (begins(bytes, 0, 'G', 'I', 'F', '8', '7', 'a')
        || begins(bytes, 0, 'G', 'I', 'F', '8', '9', 'a')) {
      return Optional.of(GIF);
    }
    if (begins(bytes, 0, 'R', 'I', 'F', 'F') && begins(bytes, 8, 'W', 'E', 'B', 'P')) {
      return Optional.of(WEBP);
    }
    return begins(bytes, 0, 'B', 'M') ? Optional.of(BMP) : Optional.empty();
  }

  private static boolean begins(byte[] bytes, int at, int... magic) {
    if (bytes.length < at + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[at + i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** A new reader for any of them but WebP; readers serve one thread. */
  ImageReader newReader() throws IOException {
    return Providers.ALL[ordinal()].createReaderInstance();
  }

  /** Looked up once: asking the registry for every picture costs more than decoding a small one. */
  private static final class Providers {
    static final ImageReaderSpi[] ALL =
        Arrays.stream(PictureFormat.values())
            .map(format -> format == WEBP ? null : find(format))
            .toArray(ImageReaderSpi[]::new);

    private static ImageReaderSpi find(PictureFormat format) {
      Iterator<ImageReaderSpi> all =
          IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
      while (all.hasNext()) {
        ImageReaderSpi provider = all.next();
        if (provider.getClass().getModule().equals(ImageIO.class.getModule())
            && Arrays.asList(provider.getFormatNames()).contains(format.name())) {
          return provider;
        }
      }
      throw new IllegalStateException(
          "this Java runtime has no " + format + " reader; use one with the java.desktop module");
    }
  }
}
