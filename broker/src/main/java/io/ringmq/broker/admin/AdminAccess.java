package io.ringmq.broker.admin;

import io.ringmq.remoting.admin.AdminKey;
import java.util.function.LongSupplier;

/**
 * What a node that takes administrative requests knows beyond its rings.
 *
 * @param key signs and proves requests
 * @param freeDiskBytes room left where the data are; -1 if the disk does not tell
 */
public record AdminAccess(AdminKey key, LongSupplier freeDiskBytes) {}
