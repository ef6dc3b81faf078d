/**
 * Tests of the erasure of whole tenants.
 */
@NullMarked
package dev.agentservice.privacy.tenant;

import org.jspecify.annotations.NullMarked;
