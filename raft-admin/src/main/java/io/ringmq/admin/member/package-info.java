/** Adding nodes to rings and removing them, step by step. */
@NullMarked
package io.ringmq.admin.member;

import org.jspecify.annotations.NullMarked;
