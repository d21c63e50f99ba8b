namespace Magpie.AzureStorage.Tests;

/// <summary>Names that no other test of this run uses.</summary>
internal static class Names
{
    private static int _last;

    public static string Container() => $"container-{Interlocked.Increment(ref _last)}";

    public static string Queue() => $"queue-{Interlocked.Increment(ref _last)}";

    public static string Table() => $"table{Interlocked.Increment(ref _last)}";
}
