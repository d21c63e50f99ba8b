using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetVips.Native;

namespace NetVips;

/// <summary>Where libvips' messages go; without a handler they go to standard error.</summary>
public static class Log
{
    private static readonly ConcurrentDictionary<nint, LogDelegate> Handlers = new();
    private static int _last;

    /// <summary>Takes a message.</summary>
    public delegate void LogDelegate(string logDomain, Enums.LogLevelFlags logLevel, string message);

    /// <summary>Sends the messages of a domain (<c>VIPS</c>) and level to a handler for the rest of the process's life.</summary>
    public static unsafe uint SetLogHandler(string logDomain, Enums.LogLevelFlags flags, LogDelegate logFunc)
    {
        nint key = Interlocked.Increment(ref _last);
        Handlers[key] = logFunc;
        return Libvips.LogSetHandler(logDomain, (int)flags, &Receive, key);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Receive(nint domain, int flags, nint message, nint key)
    {
        if (Handlers.TryGetValue(key, out var handler))
        {
            handler(
                Marshal.PtrToStringUTF8(domain) ?? string.Empty, (Enums.LogLevelFlags)flags, Marshal.PtrToStringUTF8(message) ?? string.Empty);
        }
    }
}
