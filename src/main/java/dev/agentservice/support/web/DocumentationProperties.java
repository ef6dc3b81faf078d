package dev.agentservice.support.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The documentation that the service serves of itself, to everybody.
 *
 * @param enabled whether it does; otherwise {@code /v3/api-docs} and
 * {@code /swagger-ui.html} are 404
 */
@ConfigurationProperties("agent-service.documentation")
record DocumentationProperties(@DefaultValue("true") boolean enabled) {

}
