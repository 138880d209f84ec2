/** What every module may ask: the version it is part of, and what archives add, by its name. */
package org.clip4j.core;
