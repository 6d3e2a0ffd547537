/** What consumers want of a topic: filters by tag and by SQL92 expressions on properties. */
@NullMarked
package io.ringmq.broker.filter;

import org.jspecify.annotations.NullMarked;
