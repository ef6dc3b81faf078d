package dev.agentservice;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

	@Test
	void featuresUseOnlyTheFeaturesTheyMayUse() {
		ApplicationModules.of(AgentServiceApplication.class).verify();
	}

}
