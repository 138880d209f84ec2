/**
 * From the bytes of a picture file to the numbers an image encoder reads: decoding, resizing,
 * cropping, augmentation, normalisation.
 *
 * <p>The reference is open_clip 3.3 on Pillow 12 and torchvision 0.28. What always holds:
 *
 * <ul>
 *   <li>Pictures are 8-bit (grey PNGs of 16 bits keep them until they are resized), rows from the
 *       top, bands interleaved. Rotation asked for by EXIF, embedded colour profiles and gamma are
 *       left alone, as Pillow leaves them.
 *   <li>Every file is hostile: sizes are checked before the pixels are allocated, and whatever a
 *       codec throws becomes an {@link org.clip4j.data.image.ImageFormatException} that names the
 *       sample.
 *   <li>Resizing gives Pillow's bytes ({@link org.clip4j.data.image.Resize}).
 *   <li>What is there twice, for speed, gives the same bytes: the convolution and the colour
 *       conversion with the Vector API and in plain loops, ordinary JPEG pictures through
 *       libjpeg-turbo where {@code org.bytedeco:leptonica} is on the class path and through the
 *       JDK's reader. So a run does not depend on which of them was taken.
 *   <li>Values of this package are safe for use by many threads at once; every random draw comes
 *       from the generator that is handed in, and the same generator state gives the same bits.
 * </ul>
 */
package org.clip4j.data.image;
