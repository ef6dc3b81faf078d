package dev.agentservice.flag;

/**
 * A flag and how it decides now.
 *
 * @param definition the flag
 * @param setting how it decides
 * @param overridden whether an operator said so, or the configuration
 */
public record FlagState(FlagDefinition definition, FlagSetting setting, boolean overridden) {

}
