(function(){
var f=document.querySelector('form.ask'),t=f.elements.body,c=document.getElementById('count'),b=f.querySelector('button');
var k='draft '+location.pathname,most=+t.dataset.most,label=b.textContent;
function tell(){var n=Array.from(t.value).length;c.textContent=n+' / '+most;c.className=n>most?'count error':'count'}
try{if(!t.value)t.value=sessionStorage.getItem(k)||''}catch(e){}
t.addEventListener('input',function(){tell();try{sessionStorage.setItem(k,t.value)}catch(e){}});
f.addEventListener('submit',function(e){if(b.disabled){e.preventDefault();return}setTimeout(function(){b.disabled=true;b.textContent=b.dataset.busy},0)});
addEventListener('pageshow',function(){b.disabled=false;b.textContent=label});
tell();
var s=document.querySelector('.summary');if(s)s.focus();
})();
