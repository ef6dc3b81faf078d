package dev.agentservice.run.owner;

import dev.agentservice.support.personal.ErasureNotice;
import dev.agentservice.support.redis.channel.RedisChannels;
import dev.agentservice.support.redis.channel.RedisChannels.Subscription;

import org.springframework.stereotype.Component;

/**
 * Receives requests to cancel runs, and notices of erasures, from any replica. A lost
 * message is found by the next renewal of the run's lease.
 */
@Component
class CancelListener implements AutoCloseable {

	private final Subscription cancels;

	private final Subscription erasures;

	CancelListener(RedisChannels channels, Leases leases) {
		this.cancels = channels.subscribe(CancelRequests.CHANNEL, leases::cancelled);
		this.erasures = channels.subscribe(ErasureNotice.CHANNEL,
				(message) -> ErasureNotice.of(message).ifPresent(leases::erased));
	}

	@Override
	public void close() {
		this.cancels.close();
		this.erasures.close();
	}

}
