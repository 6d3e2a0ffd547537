/** The command line of raft-admin. */
@NullMarked
package io.ringmq.admin.main;

import org.jspecify.annotations.NullMarked;
