package dev.agentservice.privacy.tenant;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What officers may do with a tenant as a whole.
 *
 * @param tenantErasure whether they may erase it and export all its users
 */
@ConfigurationProperties("agent-service.privacy")
record TenantProperties(@DefaultValue("false") boolean tenantErasure) {

}
