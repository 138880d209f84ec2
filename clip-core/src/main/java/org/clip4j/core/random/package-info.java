/**
 * The deterministic stream: random numbers that are the same on every machine, virtual machine and
 * release.
 */
package org.clip4j.core.random;
