/**
 * The only way the store touches files, so that a simulated disk (page cache, power cut, torn sector, I/O error) can
 * stand in for the real one.
 */
@NullMarked
package io.ringmq.store.disk;

import org.jspecify.annotations.NullMarked;
