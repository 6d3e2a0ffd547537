/** Compressed message bodies. */
@NullMarked
package io.ringmq.client.compression;

import org.jspecify.annotations.NullMarked;
