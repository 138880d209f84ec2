package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What is said of samples that are passed over. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SkippedSamplesTest {

  private static LoaderConfig config(PairData data, int batch) {
    return LoaderConfig.of(data.names(), batch, 7).withShuffle(20);
  }

  @Test
  void whatIsSkippedIsSaidInWordsWithItsKeyOnce() throws IOException {
    PairData data =
        PairData.of(4, 4)
            .shard(
                Map.of(
                    "b0", Map.of("png", PairData.text("no"), "txt", PairData.text("x")),
                    "b1", Map.of("png", PairData.png(1), "txt", new byte[] {'a', (byte) 0xff})));
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(BadSamples.class);
    logger.addAppender(log);
    try (PairLoader loader =
        new PairLoader(config(data, 4), data, PairData.transform(), Position.START)) {
      loader.next();
      loader.next();
    } finally {
      logger.detachAppender(log);
    }
    assertEquals(
        Set.of(
            "sample 'b0' of shard shard-1.tar skipped: picture cannot be decoded: not a JPEG, PNG,"
                + " WebP, GIF or BMP picture",
            "sample 'b1' of shard shard-1.tar skipped: caption is not UTF-8: part 'txt', byte 2 of"
                + " 2"),
        log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.toSet()));
  }

  @Test
  void anEpochWithNothingUsableIsAnError() throws IOException {
    Map<String, byte[]> noPicture = Map.of("png", PairData.text("no"), "txt", PairData.text("x"));
    Map<String, byte[]> noCaption = Map.of("png", PairData.png(1));
    for (Map<String, byte[]> parts : List.of(noPicture, noCaption)) {
      PairData data = new PairData().shard(Map.of("a", parts)).shard(Map.of("b", parts));
      try (PairLoader loader =
          new PairLoader(config(data, 2), data, PairData.transform(), Position.START)) {
        String line = assertThrows(LoaderException.class, loader::next).getMessage();
        assertTrue(
            line.startsWith("no usable pair in 2 shards (shard-0.tar, shard-1.tar); skipped: "),
            line);
      }
    }
  }

  @Test
  void captionsThatTheTokenizerRefusesAreSkipped() throws IOException {
    PairData data = PairData.of(10, 5);
    CaptionTokenizer fussy =
        caption -> {
          if (caption.equals("caption 3")) {
            throw new IllegalArgumentException("too fussy");
          }
          return PairData.tokenize(caption);
        };
    PairTransform transform = new PairTransform(new PairData.NumberTransform(), fussy);
    try (PairLoader loader = new PairLoader(config(data, 9), data, transform, Position.START)) {
      assertTrue(loader.next().keys().stream().noneMatch("k3"::equals));
      assertTrue(loader.badSamples().count(Reason.CAPTION_UNUSABLE) >= 1);
    }
  }
}
