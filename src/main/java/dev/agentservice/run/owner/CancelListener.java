package dev.agentservice.run.owner;

import dev.agentservice.support.redis.channel.RedisChannels;
import dev.agentservice.support.redis.channel.RedisChannels.Subscription;

import org.springframework.stereotype.Component;

/**
 * Receives requests to cancel runs, from any replica. A lost message is found by the next
 * renewal of the run's lease.
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
