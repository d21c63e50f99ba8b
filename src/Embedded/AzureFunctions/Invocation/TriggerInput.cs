namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an event brings along: the trigger parameter's value, and metadata by name.</summary>
internal abstract class TriggerInput
{
    /// <summary>The trigger's metadata; names are case-insensitive.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }

    /// <summary>The value of a parameter this trigger binds by its type.</summary>
    public abstract ValueTask<object?> BindAsync(Type type, CancellationToken cancellationToken);

    /// <summary>The event is no longer there, so there is nothing to run: its blob was deleted.</summary>
    public virtual bool IsGone(Exception failure) => false;
}
