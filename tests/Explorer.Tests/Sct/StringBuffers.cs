namespace Workbook.Explorer.Tests.Sct;

/// <summary>Appends a buffer to another: asks for its length, and then for so many characters, which may have been erased (after
/// CB.stringbuffer-jdk1.4).</summary>
internal static class StringBuffers
{
    public static void Bad() => Run(holdsBoth: false);

    public static void Good() => Run(holdsBoth: true);

    private static void Run(bool holdsBoth)
    {
        var source = new Buffer("abc");
        var other = new Thread(() =>
        {
            source.Erase(0, 3);
            source.Append("abc");
        });
        other.Start();
        new Buffer("").Append(source, holdsBoth);
        other.Join();
    }

    private sealed class Buffer(string text)
    {
        private readonly object _mutex = new();
        private string _text = text;

        public int Length { get { lock (_mutex) return _text.Length; } }

        public string Characters(int end)
        {
            lock (_mutex)
            {
                Assert.True(end <= _text.Length);
                return _text[..end];
            }
        }

        public void Erase(int start, int end) { lock (_mutex) _text = _text.Remove(start, end - start); }

        public void Append(string more) { lock (_mutex) _text += more; }

        public void Append(Buffer other, bool holdsBoth)
        {
            lock (_mutex)
            {
                if (holdsBoth) Monitor.Enter(other._mutex);
                _text += other.Characters(other.Length);
                if (holdsBoth) Monitor.Exit(other._mutex);
            }
        }
    }
}
