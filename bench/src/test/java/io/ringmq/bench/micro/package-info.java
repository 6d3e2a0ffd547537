@NullMarked
package io.ringmq.bench.micro;

import org.jspecify.annotations.NullMarked;
