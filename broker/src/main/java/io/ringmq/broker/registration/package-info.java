/** Telling the nameservers which ring this is and where its leader runs. */
@NullMarked
package io.ringmq.broker.registration;

import org.jspecify.annotations.NullMarked;
