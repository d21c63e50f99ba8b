namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks a parameter as bound by the host.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public abstract class BindingAttribute : Attribute;

/// <summary>Marks the parameter whose event starts the function.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute;
