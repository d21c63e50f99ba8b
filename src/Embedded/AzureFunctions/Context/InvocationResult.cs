namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the function returned, or what middleware answers in its place.</summary>
/// <typeparam name="T">The result's type.</typeparam>
public class InvocationResult<T>
{
    private readonly InvocationContext _context;

    internal InvocationResult(InvocationContext context) => _context = context;

    /// <summary>The result; setting it before the function ran, without calling on, short-circuits the function.</summary>
    public T? Value
    {
        get => (T?)_context.Result;
        set => _context.Result = value;
    }
}

/// <summary>What the function returned, or what middleware answers in its place.</summary>
public sealed class InvocationResult : InvocationResult<object>
{
    internal InvocationResult(InvocationContext context)
        : base(context)
    {
    }
}
