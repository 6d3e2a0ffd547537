package io.ringmq.broker.admin;

import io.ringmq.remoting.admin.AdminKey;

/**
 * What a node that takes administrative requests knows beyond its rings.
 *
 * @param key signs and proves requests
 */
public record AdminAccess(AdminKey key, AdminNode node) {}
