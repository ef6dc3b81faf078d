package dev.agentservice.run.queue;

import dev.agentservice.support.redis.channel.RedisChannels;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * The part of a replica that queues runs. No component, so that nobody finds it by
 * scanning.
 */
@EnableConfigurationProperties(QueueProperties.class)
@Import({ RunQueue.class, QueueScripts.class, QueueWindows.class, MemoryGuard.class, QueueMetrics.class, DeadRuns.class,
		RedisChannels.class })
public class QueueWiring {

}
