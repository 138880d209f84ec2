/**
 * The configuration of a run: immutable records, read from YAML or JSON, checked once.
 *
 * <p>What always holds: unknown keys are refused with the nearest known name, and every default is
 * one that open_clip or CLIP's paper has, unless its documentation says otherwise.
 */
package org.clip4j.train.config;
