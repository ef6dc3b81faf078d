package dev.agentservice.budget.web;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;

/**
 * The part of the service that these tests need. Not a component itself, so that nobody
 * finds it by scanning.
 */
@EnableAutoConfiguration
@ComponentScan({ "dev.agentservice.identity", "dev.agentservice.support", "dev.agentservice.audit",
		"dev.agentservice.budget" })
@ConfigurationPropertiesScan({ "dev.agentservice.identity", "dev.agentservice.support", "dev.agentservice.audit",
		"dev.agentservice.budget" })
final class MoneyApplication {

}
