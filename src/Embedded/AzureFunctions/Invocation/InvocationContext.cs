using System.Collections;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation in flight.</summary>
internal sealed class InvocationContext(
    FunctionDescriptor function, TriggerInput input, HttpContext? http, IServiceProvider services, string invocationId, CancellationToken cancellationToken)
    : FunctionContext
{
    private IDictionary<object, object>? _items;
    private FeatureMap? _features;
    private TraceContext? _trace;
    private BindingContext? _binding;

    public FunctionDescriptor Function { get; } = function;

    public TriggerInput Input { get; } = input;

    /// <summary>The request, handed to the function's context by the web application's middleware.</summary>
    public HttpContext? Http { get; } = http;

    /// <summary>What the function returned, or what middleware put in its place.</summary>
    public object? Result { get; set; }

    public override string InvocationId { get; } = invocationId;

    public override string FunctionId => Function.Id;

    public override TraceContext TraceContext => _trace ??= new CurrentTrace();

    public override BindingContext BindingContext => _binding ??= new InputBinding(Input);

    public override RetryContext RetryContext => NoRetry.Instance;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override IInvocationFeatures Features => _features ??= new FeatureMap();

    public override CancellationToken CancellationToken { get; } = cancellationToken;

    private sealed class CurrentTrace : TraceContext
    {
        public override string TraceParent { get; } = Activity.Current?.Id ?? "";

        public override string TraceState { get; } = Activity.Current?.TraceStateString ?? "";
    }

    private sealed class InputBinding(TriggerInput input) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => input.BindingData;
    }

    private sealed class NoRetry : RetryContext
    {
        public static readonly NoRetry Instance = new();

        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }

    private sealed class FeatureMap : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _map = [];

        public void Set<T>(T instance) => _map[typeof(T)] = instance!;

        public T? Get<T>() => _map.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _map.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
