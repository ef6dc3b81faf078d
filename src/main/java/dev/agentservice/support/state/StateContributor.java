package dev.agentservice.support.state;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/**
 * Shows {@code state} in {@code /actuator/info}: the version {@code written}, which is
 * absent while it is not known, and the version {@code readable}. A rollback asks for
 * them, so they are not those of some seconds ago, if Redis answers.
 */
@Component
class StateContributor implements InfoContributor {

	private final StateVersion version;

	StateContributor(StateVersion version) {
		this.version = version;
	}

	@Override
	public void contribute(Info.Builder info) {
		try {
			this.version.look();
		}
		catch (StoreUnavailableException _) {
			// What Redis said last is shown.
		}
		Map<String, Integer> state = new LinkedHashMap<>();
		this.version.written().ifPresent((written) -> state.put("written", written));
		state.put("readable", StateProperties.NEWEST_VERSION);
		info.withDetail("state", state);
	}

}
