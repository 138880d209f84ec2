package org.clip4j.data.image.vp8;

/** RFC 6386, section 8.2: how a whole macroblock is predicted from the pixels around it. */
enum PredictionMode {
  /** The mean of what is above and to the left. */
  MEAN,
  /** What is above, repeated downwards. */
  VERTICAL,
  /** What is to the left, repeated to the right. */
  HORIZONTAL,
  /** Above and left together, less the corner. */
  TRUE_MOTION
}
