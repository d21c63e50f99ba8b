namespace Magpie.AzureStorage.Tests;

/// <summary>Keeps the highest number reported, at once and not on another thread.</summary>
internal sealed class LastReport : IProgress<long>
{
    private readonly Lock _gate = new();

    public long Value { get; private set; }

    public int Reports { get; private set; }

    public void Report(long value)
    {
        lock (_gate)
        {
            Value = Math.Max(Value, value);
            Reports++;
        }
    }
}
