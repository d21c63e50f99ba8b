using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>An HTTP request: binds <see cref="HttpRequest"/>; its metadata is the route's values and the query.</summary>
internal sealed class HttpTriggerInput(HttpContext http) : TriggerInput
{
    private Dictionary<string, object?>? _bindingData;

    public override IReadOnlyDictionary<string, object?> BindingData => _bindingData ??= Collect();

    public override ValueTask<object?> BindAsync(Type type, CancellationToken cancellationToken) => ValueTask.FromResult<object?>(http.Request);

    private Dictionary<string, object?> Collect()
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in http.Request.Query)
        {
            data[name] = value.ToString();
        }

        foreach (var (name, value) in http.Request.RouteValues)
        {
            data[name] = value;
        }

        return data;
    }
}
