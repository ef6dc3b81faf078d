package dev.agentservice.support.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes Spring's Redis connection fail fast and never repeat itself. Lettuce by default
 * keeps commands through a disconnection and sends them again afterwards, so a script
 * could run twice, or long after its caller gave up.
 *
 * @see <a href=
 * "https://github.com/redis/lettuce/wiki/Command-Execution-Reliability">Lettuce: Command
 * execution reliability</a>
 */
@Configuration(proxyBeanMethods = false)
class RedisConfiguration {

	/**
	 * Lettuce's own default grows to 30 s, which a recovered Redis would be waited for.
	 */
	private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

	private static final int FLUSHES = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;

	private static final Duration SHORTEST_RECONNECT_DELAY = Duration.ofMillis(20);

	@Bean
	LettuceClientConfigurationBuilderCustomizer shortTimeouts(RedisProperties properties) {
		return (client) -> client.commandTimeout(properties.commandTimeout());
	}

	@Bean
	LettuceClientOptionsBuilderCustomizer atMostOnce(RedisProperties properties) {
		return (options) -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.timeoutOptions(TimeoutOptions.enabled(properties.commandTimeout()))
			.socketOptions(SocketOptions.builder().connectTimeout(properties.connectTimeout()).keepAlive(true).build());
	}

	/**
	 * Scripts that are sent while others still are go out with them, in one write: both
	 * sides then spend less on the network.
	 */
	@Bean
	ClientResourcesBuilderCustomizer fewerWrites() {
		return (resources) -> resources.nettyCustomizer(new NettyCustomizer() {
			@Override
			public void afterChannelInitialized(Channel channel) {
				channel.pipeline().addFirst(new FlushConsolidationHandler(FLUSHES, true));
			}
		});
	}

	@Bean
	ClientResourcesBuilderCustomizer promptReconnects() {
		return (resources) -> resources.reconnectDelay(
				Delay.exponential(SHORTEST_RECONNECT_DELAY, LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS));
	}

}
