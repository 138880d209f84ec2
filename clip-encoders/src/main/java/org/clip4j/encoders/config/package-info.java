/**
 * A CLIP model's sizes, read from and written to open_clip's {@code model_cfg}.
 *
 * <p>What always holds: a configuration that exists is sound; its constructor checked it, and an
 * unknown key was refused with the nearest known one. Keys and defaults are open_clip's.
 */
package org.clip4j.encoders.config;
