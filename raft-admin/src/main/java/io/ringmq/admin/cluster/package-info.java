/** The rings of a cluster as their replicas describe them. */
@NullMarked
package io.ringmq.admin.cluster;

import org.jspecify.annotations.NullMarked;
