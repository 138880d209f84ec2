/**
 * Event files as TensorBoard reads them, of scalars alone: TFRecord framing around protocol buffers
 * ({@code tensorflow/core/util/event.proto}), both written by hand, for they are small.
 *
 * <p>What always holds: a record is written at once, so that a reader who follows the file sees
 * whole records or a half one at the end.
 */
package org.clip4j.train.tensorboard;
