/** Requests that wait for a reply, and those who reply. */
@NullMarked
package io.ringmq.client.request;

import org.jspecify.annotations.NullMarked;
