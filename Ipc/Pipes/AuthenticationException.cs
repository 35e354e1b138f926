namespace Workbook.Ipc.Pipes;

/// <summary>The other side has not shown that it knows the key. The connection is closed.</summary>
public sealed class AuthenticationException : IOException
{
    internal AuthenticationException(string message, Exception? inner = null) : base(message, inner) { }
}
