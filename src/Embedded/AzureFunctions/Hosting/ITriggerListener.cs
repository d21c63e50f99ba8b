namespace Microsoft.Azure.Functions.Worker;

/// <summary>Waits for one function's events and runs it for each.</summary>
internal interface ITriggerListener : IDisposable
{
    /// <summary>Listens until <paramref name="stopping"/>; outages are waited out, not thrown.</summary>
    Task ListenAsync(CancellationToken stopping);
}

/// <summary>Makes the listeners of one trigger kind.</summary>
internal interface ITriggerKind
{
    /// <summary>The listener of a function, or null when the trigger is of another kind or does not run here.</summary>
    /// <exception cref="InvalidOperationException">The trigger is declared wrongly, or names a setting that is missing.</exception>
    ITriggerListener? ListenerFor(FunctionDescriptor function);
}
