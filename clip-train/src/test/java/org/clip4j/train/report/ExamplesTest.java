package org.clip4j.train.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.clip4j.train.eval.Embeddings;
import org.clip4j.train.eval.TopK;
import org.junit.jupiter.api.Test;

class ExamplesTest {

  private static final List<String> CAPTIONS = List.of("owl", "cat", "owl");
  private static final Embeddings AXES =
      Embeddings.of(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3);
  private static final Embeddings QUERIES =
      Embeddings.normalized(new float[] {3, 2, 1, 1, 2, 3, 1, 3, 2}, 3, 3);

  @Test
  void evenDistances() {
    assertArrayEquals(new int[] {0, 3, 6}, Examples.evenly(10, 3));
    assertArrayEquals(new int[] {0, 1}, Examples.evenly(2, 5));
    assertArrayEquals(new int[0], Examples.evenly(0, 5));
  }

  @Test
  void picturesMeetTheirCaptionsInRankOrder() throws IOException {
    TopK ranked = TopK.search(QUERIES, AXES, 3);
    List<PictureExample> examples =
        Examples.ofPictures(
            ranked, CAPTIONS, List.of("cat", "owl", "dog"), SampleReport::picture, 3);
    assertEquals("owl", examples.get(0).caption());
    assertEquals(
        List.of("cat", "owl", "dog"),
        examples.get(0).guesses().stream().map(PictureExample.Guess::caption).toList());
    assertEquals(
        List.of(false, true, false),
        examples.get(0).guesses().stream().map(PictureExample.Guess::right).toList());
    assertEquals(SampleReport.picture(2).dataUri(), examples.get(2).picture().dataUri());
    assertEquals(3 / Math.sqrt(14), examples.get(0).guesses().get(0).score(), 1e-6);
  }

  @Test
  void captionsMeetTheirPicturesAndEqualsAreRight() throws IOException {
    TopK ranked = TopK.search(QUERIES, AXES, 2);
    List<CaptionExample> examples =
        Examples.ofCaptions(ranked, CAPTIONS, CAPTIONS, SampleReport::picture, 2);
    assertEquals(2, examples.size());
    // The caption of pair 1 finds pictures 2 and 1.
    CaptionExample second = examples.get(1);
    assertEquals("cat", second.caption());
    assertEquals(
        List.of("owl", "cat"),
        second.guesses().stream().map(CaptionExample.Guess::caption).toList());
    assertEquals(SampleReport.picture(2).dataUri(), second.guesses().get(0).picture().dataUri());
    assertEquals(
        List.of(false, true), second.guesses().stream().map(CaptionExample.Guess::right).toList());
  }

  @Test
  void refusesWhatDoesNotFit() {
    TopK ranked = TopK.search(QUERIES, AXES, 2);
    assertThrows(
        IllegalArgumentException.class,
        () -> Examples.ofPictures(ranked, List.of("one"), CAPTIONS, SampleReport::picture, 1));
  }
}
