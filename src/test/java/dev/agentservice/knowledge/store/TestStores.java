package dev.agentservice.knowledge.store;

import dev.agentservice.support.redis.beside.BesideRedises;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** The Redis of what is known, for tests of parts of the service. */
@EnableConfigurationProperties(KnowledgeRedisProperties.class)
@Import({ KnowledgeStores.class, BesideRedises.class })
public class TestStores {

}
