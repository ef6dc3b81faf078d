package dev.agentservice.run.owner;

import dev.agentservice.support.redis.channel.RedisChannels;
import dev.agentservice.support.redis.channel.RedisChannels.Subscription;

import org.springframework.stereotype.Component;

/**
 * Hears which runs are asked to stop, whichever replica was asked. What is not heard is
 * found by the next renewal of the run's lease.
 */
@Component
class CancelListener implements AutoCloseable {

	private final Subscription subscription;

	CancelListener(RedisChannels channels, Leases leases) {
		this.subscription = channels.subscribe(CancelRequests.CHANNEL, leases::cancelled);
	}

	@Override
	public void close() {
		this.subscription.close();
	}

}
