package dev.agentservice.llm.remote.hook;

import dev.agentservice.support.redis.channel.RedisChannels;
import dev.agentservice.support.redis.channel.RedisChannels.Subscription;

import org.springframework.stereotype.Component;

/**
 * Hears of hooks that any replica has accepted. What is missed is found by polling.
 */
@Component
class HookListener implements AutoCloseable {

	private final Subscription subscription;

	HookListener(RedisChannels channels, Wakes wakes) {
		this.subscription = channels.subscribe(SeenHooks.CHANNEL, wakes::wake);
	}

	@Override
	public void close() {
		this.subscription.close();
	}

}
