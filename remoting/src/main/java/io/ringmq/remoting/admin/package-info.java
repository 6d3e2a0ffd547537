/** Proof that an administrative request comes from somebody who knows the cluster's admin key. */
@NullMarked
package io.ringmq.remoting.admin;

import org.jspecify.annotations.NullMarked;
