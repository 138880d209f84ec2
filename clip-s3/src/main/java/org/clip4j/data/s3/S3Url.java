package org.clip4j.data.s3;

import java.io.IOException;
import org.clip4j.data.source.RefusedException;

/**
 * {@code s3://BUCKET/KEY}; the key is taken literally, with spaces and all.
 *
 * @param bucket the bucket's name
 * @param key the object's
 */
record S3Url(String bucket, String key) {

  private static final String BEGIN = "s3://";

  static S3Url parse(String url) throws IOException {
    int slash = url.indexOf('/', BEGIN.length());
    boolean whole =
        url.regionMatches(true, 0, BEGIN, 0, BEGIN.length())
            && slash > BEGIN.length()
            && slash < url.length() - 1;
    if (!whole) {
      throw new RefusedException(url + ": expected s3://BUCKET/NAME");
    }
    return new S3Url(url.substring(BEGIN.length(), slash), url.substring(slash + 1));
  }
}
