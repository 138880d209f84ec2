package org.clip4j.data.image.vp8;

/**
 * RFC 6386, section 15: smooths the edges between blocks, macroblock after macroblock, once the
 * whole frame is there; prediction uses pixels from before it.
 */
final class LoopFilter {
  /** Edges of a macroblock are smoothed where they step this much more. */
  private static final int OUTER_EXTRA = 4;

  private final FrameHeader frame;
  private final FilterStrength[][] strengths;
  private final Samples[] planes;

  /** What each macroblock has earned, and whether its inner edges are filtered as well. */
  private final FilterStrength[] ofMacroblocks;

  private final boolean[] inside;

  LoopFilter(FrameHeader frame, Samples[] planes) {
    this.frame = frame;
    this.planes = planes;
    this.strengths = FilterStrength.all(frame);
    this.ofMacroblocks = new FilterStrength[frame.columns() * frame.rows()];
    this.inside = new boolean[ofMacroblocks.length];
  }

  /** Remembers what a macroblock needs. */
  void note(Macroblock block) {
    int i = block.row * frame.columns() + block.column;
    ofMacroblocks[i] = strengths[block.segment][block.bySubblock ? 1 : 0];
    inside[i] = block.bySubblock || block.coded;
  }

  /** Filters the frame. */
  void run() {
    if (frame.filter().level() == 0) {
      return;
    }
    for (int row = 0, i = 0; row < frame.rows(); row++) {
      for (int column = 0; column < frame.columns(); column++, i++) {
        if (ofMacroblocks[i].filters()) {
          filter(column, row, ofMacroblocks[i], inside[i]);
        }
      }
    }
  }

  private void filter(int column, int row, FilterStrength strength, boolean withInside) {
    int last = frame.filter().simple() ? 1 : planes.length;
    for (int plane = 0; plane < last; plane++) {
      Samples samples = planes[plane];
      int edge = plane == 0 ? 16 : 8;
      int at = samples.at(edge * column, edge * row);
      edges(samples, at, 1, samples.stride, edge, column > 0, withInside, strength);
      edges(samples, at, samples.stride, 1, edge, row > 0, withInside, strength);
    }
  }

  private void edges(
      Samples samples,
      int at,
      int across,
      int along,
      int edge,
      boolean withOuter,
      boolean withInside,
      FilterStrength strength) {
    byte[] data = samples.data;
    if (withOuter) {
      edge(data, at, across, along, edge, strength, true);
    }
    for (int i = 4; withInside && i < edge; i += 4) {
      edge(data, at + i * across, across, along, edge, strength, false);
    }
  }

  private void edge(
      byte[] data,
      int at,
      int across,
      int along,
      int count,
      FilterStrength strength,
      boolean outer) {
    int limit = strength.limit() + (outer ? OUTER_EXTRA : 0);
    if (frame.filter().simple()) {
      EdgeFilter.simple(data, at, across, along, count, limit);
    } else {
      EdgeFilter.normal(data, at, across, along, count, limit, strength, outer);
    }
  }
}
