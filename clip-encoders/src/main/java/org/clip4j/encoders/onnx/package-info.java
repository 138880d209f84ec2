/**
 * A CLIP model as two ONNX files, one an encoder, for onnxruntime and other runtimes.
 *
 * <p>What always holds: the graphs are made of standard operators of opset 17 alone; the weights
 * are the model's own, under open_clip's names and in open_clip's shapes; values go from the model
 * to the file in small pieces and are never copied as a whole; the same model gives the same bytes.
 *
 * <p>Source: the ONNX specification, {@code docs/IR.md}, {@code docs/Operators.md} and {@code
 * docs/ExternalData.md} of github.com/onnx/onnx. The protobuf classes are those that ND4J brings.
 */
package org.clip4j.encoders.onnx;
