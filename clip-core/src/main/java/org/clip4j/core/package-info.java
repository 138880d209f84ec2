/** What every module may ask: the version it is part of. */
package org.clip4j.core;
