using System.Collections.ObjectModel;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A timer that came due.</summary>
internal sealed class TimerTriggerInput(TimerInfo info) : TriggerInput
{
    public override IReadOnlyDictionary<string, object?> BindingData => ReadOnlyDictionary<string, object?>.Empty;

    public override ValueTask<object?> BindAsync(Type type, CancellationToken cancellationToken) => ValueTask.FromResult<object?>(
        type.IsAssignableFrom(typeof(TimerInfo)) ? info : throw new InvalidOperationException($"A timer trigger binds TimerInfo, not {type}."));
}
