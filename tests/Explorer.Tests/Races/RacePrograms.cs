namespace Workbook.Explorer.Tests.Races;

/// <summary>Two threads, what each does, and for which places they race.</summary>
internal static class RacePrograms
{
    // Name, members, thread a, thread b, the names of the places raced for.
    public static TheoryData<string, string, string, string, string> All => new()
    {
        // A pair of accesses to one place, with nothing between that orders them.
        { "read and read", "int x;", "_ = x;", "_ = x;", "" },
        { "read and write", "int x;", "_ = x;", "x = 1;", "World.x" },
        { "write and write", "int x;", "x = 1;", "x = 2;", "World.x" },
        { "two fields", "int x, y;", "x = 1;", "y = 2;", "" },
        { "atomic and atomic", "int x;", "Interlocked.Increment(ref x);", "Interlocked.Increment(ref x);", "" },
        { "atomic and plain read", "int x;", "Interlocked.Increment(ref x);", "_ = x;", "World.x" },
        { "atomic and plain write", "int x;", "Interlocked.Increment(ref x);", "x = 1;", "World.x" },
        { "volatile read and volatile write", "int x;", "_ = Volatile.Read(ref x);", "Volatile.Write(ref x, 1);", "" },
        { "volatile write and volatile write", "int x;", "Volatile.Write(ref x, 1);", "Volatile.Write(ref x, 2);", "" },
        { "volatile read and plain write", "int x;", "_ = Volatile.Read(ref x);", "x = 1;", "World.x" },
        { "volatile write and plain read", "int x;", "Volatile.Write(ref x, 1);", "_ = x;", "World.x" },
        { "volatile write and atomic", "int x;", "Volatile.Write(ref x, 1);", "Interlocked.Increment(ref x);", "" },
        { "a volatile field", "volatile int x;", "_ = x;", "x = 1;", "" },
        { "a volatile field and Interlocked", "class C { public volatile int x; } C c = new();", "c.x = 1;", "Interlocked.Increment(ref c.x);", "" },
        { "a plain and then an atomic read by one thread, an atomic write that knows of the plain one", "int x; readonly object g = new();",
            "lock (g) _ = x; _ = Volatile.Read(ref x);", "var go = false; lock (g) go = true; if (go) Volatile.Write(ref x, 1);", "World.x" },

        // What orders.
        { "the same lock", "int x; readonly object g = new();", "lock (g) x++;", "lock (g) x++;", "" },
        { "two locks", "int x; readonly object g = new(), h = new();", "lock (g) x++;", "lock (h) x++;", "World.x" },
        { "a Lock", "int x; readonly Lock g = new();", "lock (g) x++;", "lock (g) x++;", "" },
        { "a lock on one side", "int x; readonly object g = new();", "lock (g) x++;", "x++;", "World.x" },
        { "a flag that is volatile", "int x; volatile bool isThere;", "x = 1; isThere = true;", "if (isThere) _ = x;", "" },
        { "a flag that is not", "int x; bool isThere;", "x = 1; isThere = true;", "if (isThere) _ = x;", "World.isThere World.x" },
        { "a flag by Volatile", "int x, f;", "x = 1; Volatile.Write(ref f, 1);", "if (Volatile.Read(ref f) == 1) x = 2;", "" },
        { "a flag by Interlocked", "int x, f;", "x = 1; Interlocked.Exchange(ref f, 1);", "if (Interlocked.CompareExchange(ref f, 2, 1) == 1) x = 2;", "" },
        { "a flag read too early", "int x, f;", "x = 1; Volatile.Write(ref f, 1);", "_ = x; _ = Volatile.Read(ref f);", "World.x" },
        { "a write after the flag", "int x, f;", "Volatile.Write(ref f, 1); x = 1;", "if (Volatile.Read(ref f) == 1) _ = x;", "World.x" },
        { "an event", "int x; readonly ManualResetEventSlim e = new();", "x = 1; e.Set();", "e.Wait(); _ = x;", "" },
        { "a write after the event", "int x; readonly ManualResetEventSlim e = new();", "e.Set(); x = 1;", "e.Wait(); _ = x;", "World.x" },
        { "a semaphore with one permit", "int x; readonly SemaphoreSlim s = new(1);", "s.Wait(); x++; s.Release();", "s.Wait(); x++; s.Release();", "" },
        { "a semaphore with two", "int x; readonly SemaphoreSlim s = new(2);", "s.Wait(); x++; s.Release();", "s.Wait(); x++; s.Release();", "World.x" },
        { "start", "int x;", "x = 1; var t = new Thread(() => x++); t.Start(); t.Join(); x++;", "", "" },
        { "no join", "int x;", "var t = new Thread(() => x++); t.Start(); x++; t.Join();", "", "World.x" },

        // What a place is.
        { "two objects", "class C { public int x; } C c = new(), d = new();", "c.x++;", "d.x++;", "" },
        { "one object", "class C { public int x; } C c = new();", "c.x++;", "c.x++;", "C.x" },
        { "two elements", "int[] x = new int[2];", "x[0]++;", "x[1]++;", "" },
        { "one element", "int[] x = new int[2];", "x[0] = 1;", "_ = x[0];", "element [0]" },
        { "bytes beside each other", "byte[] x = new byte[2];", "ref var r = ref x[0]; r = 1;", "ref var r = ref x[1]; r = 1;", "" },
        { "two fields of a struct", "struct S { public int a, b; } S s;", "s.a = 1;", "s.b = 1;", "" },
        { "one field of a struct", "struct S { public int a, b; } S s;", "s.b = 1;", "_ = s.b;", "World.s" },
        { "a field and the whole struct", "struct S { public int a, b; } S s;", "s.b = 1;", "var copy = s;", "World.s" },
        { "the whole struct and its first field", "struct S { public int a, b; } S s;", "s = default;", "_ = s.a;", "World.s" },
        { "two structs in an array", "struct S { public int a, b; } S[] s = new S[2];", "s[0].a = 1;", "s[1].a = 1;", "" },
        { "two fields of a struct in an array", "struct S { public int a, b; } S[] s = new S[2];", "s[0].a = 1;", "s[0].b = 1;", "" },
        { "one field of a struct in an array", "struct S { public int a, b; } S[] s = new S[2];", "s[0].b = 1;", "s[0].b = 2;", "element [0]" },
        { "a struct in a struct in an object", "struct I { public int a, b; } struct O { public I i, j; } class C { public O o; } C c = new();",
            "c.o.j.a = 1; c.o.i.b = 2;", "c.o.j.b = 1; c.o.i.a = 1;", "" },
        { "the same inner field", "struct I { public int a, b; } struct O { public I i, j; } class C { public O o; } C c = new();",
            "c.o.j.b = 1;", "c.o.j.b = 2;", "C.o" },
        { "atomic on fields of a struct", "struct S { public int a, b; } S s;",
            "Interlocked.Increment(ref s.a); Interlocked.Increment(ref s.b);", "Interlocked.Increment(ref s.b);", "" },
        { "a flag in a struct", "struct S { public int pad, f; } class C { public S s; } C c = new(); int x;",
            "x = 1; Volatile.Write(ref c.s.f, 1);", "if (Volatile.Read(ref c.s.f) == 1) _ = x;", "" },
        { "a volatile field of a struct", "struct S { public int pad; public volatile int f; } class C { public S s; } C c = new(); int x;",
            "x = 1; c.s.f = 1;", "if (c.s.f == 1) _ = x;", "" },
        { "a method of a struct", "struct S { int a; public void Add() => a++; } class C { public S s; } C c = new();", "c.s.Add();", "c.s.Add();", "C.s" },
        { "a reference kept while forty others are taken",
            "class C { public int x; } C c = new(); int[] y = new int[40];",
            "ref var r = ref c.x; for (var i = 0; i < y.Length; i++) { ref var s = ref y[i]; s = i; } r = 1;", "c.x = 2;", "C.x" },
        { "a reference kept while the collector moves its object",
            "class C { public int x; } C c = new();",
            "var d = new C(); ref var r = ref d.x; c = d; GC.Collect(); r = 1;", "", "" },

        { "a static field", "static int x;", "x = 1;", "_ = x;", "World.x" },
        { "a static field by its address", "static int x;", "ref var r = ref x; r = 1;", "Interlocked.Increment(ref x);", "World.x" },
        { "parts of a static struct, after a collection", "struct S { public int a, b; } static S s;",
            "ref var r = ref s; GC.Collect(); r.b = 1;", "s.a = 1; _ = s.b;", "World.s" },

        // What is nobody else's.
        { "local variables", "", "var x = 0; Interlocked.Increment(ref x); x++;", "var x = 0; Interlocked.Increment(ref x); x++;", "" },
        { "memory on the stack", "", "unsafe { var p = stackalloc int[4]; p[1] = 1; Interlocked.Increment(ref *p); *p = 3; }",
            "unsafe { var p = stackalloc int[4]; p[1] = 1; Interlocked.Increment(ref *p); *p = 3; }", "" },
        { "local structs", "struct S { public int a, b; public void Add() => a++; }", "var s = new S(); s.Add(); s.b = 1;", "var s = new S(); s.Add(); s.b = 1;", "" },
    };
}
