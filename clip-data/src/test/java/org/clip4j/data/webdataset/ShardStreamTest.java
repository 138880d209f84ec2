package org.clip4j.data.webdataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ShardStreamTest {

  private static final byte[] GOOD = new Tars().member("a.txt", "1").member("b.txt", "2").whole();
  private static final byte[] CUT = Arrays.copyOf(GOOD, 1600);
  private static final List<String> SHARDS =
      List.of("good.tar", "cut.tar", "missing.tar", "again.tar");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final BadSamples bad = new BadSamples();

  private static final ShardSource SOURCE =
      shard -> {
        Map<String, byte[]> shards = Map.of("good.tar", GOOD, "cut.tar", CUT, "again.tar", GOOD);
        if (!shards.containsKey(shard)) {
          throw new FileNotFoundException("no such shard");
        }
        return new ByteArrayInputStream(shards.get(shard));
      };

  @BeforeEach
  void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger(BadSamples.class)).addAppender(log);
  }

  @AfterEach
  void stopListening() {
    ((Logger) LoggerFactory.getLogger(BadSamples.class)).detachAppender(log);
  }

  @Test
  void badShardsAreSaidOnceAndPassedOver() throws IOException {
    List<String> read = new ArrayList<>();
    try (ShardStream stream = new ShardStream(SHARDS, SOURCE, ShardLimits.DEFAULT, bad, false)) {
      for (Optional<Sample> s = stream.next(); s.isPresent(); s = stream.next()) {
        read.add(s.get().shard() + ":" + s.get().key() + "@" + stream.index());
      }
    }
    assertEquals(
        List.of("good.tar:a@0", "good.tar:b@1", "cut.tar:a@0", "again.tar:a@0", "again.tar:b@1"),
        read);
    assertEquals(Map.of(Reason.SHARD_DAMAGED, 1L, Reason.SHARD_UNREADABLE, 1L), bad.counts());
    assertEquals(2, bad.shards());
    assertEquals(0, bad.samples());
    List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertEquals(2, lines.size(), lines.toString());
    assertTrue(
        lines.get(0).contains("cut.tar") && lines.get(0).contains("the last 'a'"), lines.get(0));
    assertTrue(lines.get(1).endsWith("shard missing.tar: no such shard"), lines.get(1));
    assertEquals("shard cannot be opened: 1, shard damaged: 1", bad.toString());
  }

  @Test
  void aFileThatIsGoneIsSaidInWords() throws IOException {
    try (ShardStream stream =
        new ShardStream(
            List.of("gone/a.tar"), ShardSource.local(), ShardLimits.DEFAULT, bad, false)) {
      assertEquals(Optional.empty(), stream.next());
    }
    String line = log.list.get(0).getFormattedMessage();
    assertTrue(line.endsWith("shard gone/a.tar: no such file"), line);
  }

  @Test
  void strictStopsAtTheFirst() throws IOException {
    try (ShardStream stream = new ShardStream(SHARDS, SOURCE, ShardLimits.DEFAULT, bad, true)) {
      for (int i = 0; i < 3; i++) {
        assertTrue(stream.next().isPresent());
      }
      assertThrows(ShardException.class, stream::next);
    }
    try (ShardStream stream =
        new ShardStream(List.of("x.tar"), SOURCE, ShardLimits.DEFAULT, bad, true)) {
      assertTrue(assertThrows(IOException.class, stream::next).getMessage().contains("x.tar"));
    }
  }

  @Test
  void aFloodOfBadSamplesDoesNotFloodTheLog() {
    for (int i = 0; i < 10_000; i++) {
      bad.sample(Reason.CAPTION_MISSING, "s.tar", "key" + i, 512L * i, "no part 'txt'");
    }
    assertEquals(10_000, bad.count(Reason.CAPTION_MISSING));
    assertEquals(10_000, bad.samples());
    assertTrue(log.list.size() >= 20 && log.list.size() < 40, "lines: " + log.list.size());
    assertTrue(log.list.get(0).getFormattedMessage().contains("sample 'key0' of shard s.tar"));
  }

  @Test
  void localShardsAreLookedFor() {
    assertThrows(IOException.class, () -> ShardSource.local().check("no/such/shard.tar"));
    assertThrows(IOException.class, () -> ShardSource.local().check("."));
    assertThrows(IOException.class, () -> ShardSource.local().open("a\0b"));
  }
}
